// What a line of a stack trace is, in the traces of Java, JavaScript, .NET, Python, Go and their relatives.
// A line is looked at only so far, and no pattern looks at a character twice.

const LOOKED_AT = 1000;

const FRAME = /^\s+at\s|^\s*File "[^"]*", line \d+|^\t\S[^\t]*\.go:\d+|^[^\s@(]*@\S+:\d+:\d+$/;
const MORE = /^\s*\.\.\. \d+ (?:more|common frames omitted)|^\s+\[Previous line repeated /;
const CAUSE =
  /^\s*(?:Caused by:|Suppressed:|\[cause\]:|During handling of the above exception|The above exception was the direct cause|---> )/;
const PYTHON_HEAD = /^\s*Traceback \(most recent call last\):/;
const GOROUTINE = /^goroutine \d+ \[/;

const LIBRARY_PATHS = [
  '/node_modules/', 'node:', '(internal/', '<anonymous>', '/site-packages/', '/dist-packages/', '/lib/python', '<frozen ',
  '/go/src/', '/pkg/mod/', '/libexec/src/',
];
const LIBRARY_NAMES =
  /^\s+at (?:[\w.-]*\/+)?(?:java|javax|jdk|sun|com\.sun|jakarta|kotlin|kotlinx|scala|groovy|clojure|org\.springframework|org\.apache|org\.eclipse|org\.hibernate|org\.junit|org\.gradle|io\.netty|io\.vertx|io\.micrometer|io\.quarkus|io\.grpc|reactor|rx|akka|com\.fasterxml|com\.google|com\.zaxxer|ch\.qos|okhttp3|System|Microsoft)\./;

/** 'frame', 'more' (frames left out by the sender), 'cause', 'head' (before a Python trace or a goroutine), or 'text'. */
export function kindOf(line) {
  const text = line.slice(0, LOOKED_AT);
  if (FRAME.test(text)) {
    return 'frame';
  }
  if (MORE.test(text)) {
    return 'more';
  }
  if (CAUSE.test(text)) {
    return 'cause';
  }
  return PYTHON_HEAD.test(text) || GOROUTINE.test(text) ? 'head' : 'text';
}

/** Whether a frame is not of the application itself, as far as its name tells. */
export function isLibraryFrame(line) {
  const text = line.slice(0, LOOKED_AT).replaceAll('\\', '/');
  return LIBRARY_NAMES.test(text) || LIBRARY_PATHS.some((path) => text.includes(path));
}
