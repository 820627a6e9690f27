// What a line of a stack trace is, in the traces of Java, JavaScript, .NET, Python, Go and their relatives.
// A line is looked at only so far, which bounds what a pattern can cost.

const LOOKED_AT = 1000;

const FRAME = /^\s+at\s|^\s*File "[^"]*", line \d+|^\t\S[^\t]*\.go:\d+|^[^\s@(]*@\S+:\d+:\d+$/;
const MORE = /^\s*\.\.\. \d+ (?:more|common frames omitted)|^\s+\[Previous line repeated /;
const CAUSE =
  /^\s*(?:Caused by:|Suppressed:|\[cause\]:|During handling of the above exc|The above exception was the direct|---> )/;

const LIBRARY_PATHS = [
  '/node_modules/', 'node:', '(internal/', '<anonymous>', '/site-packages/', '/dist-packages/', '/lib/python', '<frozen ',
  '/go/src/', '/pkg/mod/', '/libexec/src/',
];
const LIBRARY_PACKAGES = [
  'java', 'javax', 'jdk', 'sun', 'com.sun', 'jakarta', 'kotlin', 'kotlinx', 'scala', 'groovy', 'clojure',
  'org.springframework', 'org.apache', 'org.eclipse', 'org.hibernate', 'org.junit', 'org.gradle', 'org.slf4j',
  'io.netty', 'io.vertx', 'io.micrometer', 'io.quarkus', 'io.grpc', 'reactor', 'rx', 'akka',
  'com.fasterxml', 'com.google', 'com.zaxxer', 'ch.qos', 'okhttp3', 'System', 'Microsoft',
];
// A frame of Java may name its module first, as in `java.base/java.lang`.
const LIBRARY_NAMES = new RegExp(`^\\s+at (?:[\\w.@-]*/+)?(?:${LIBRARY_PACKAGES.join('|').replaceAll('.', '\\.')})\\.`);

/** 'frame', 'more' (frames that the sender left out), 'cause', or 'text'. */
export function kindOf(line) {
  const text = line.slice(0, LOOKED_AT);
  if (FRAME.test(text)) {
    return 'frame';
  }
  if (MORE.test(text)) {
    return 'more';
  }
  return CAUSE.test(text) ? 'cause' : 'text';
}

/** Whether a frame is not of the application itself, as far as its name tells. */
export function isLibraryFrame(line) {
  const text = line.slice(0, LOOKED_AT).replaceAll('\\', '/');
  return LIBRARY_NAMES.test(text) || LIBRARY_PATHS.some((path) => text.includes(path));
}
