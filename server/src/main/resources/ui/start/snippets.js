// How to send the first entry to a log: programs that work as they stand here.

const FILE = 'Yours in place of app.log. To follow it: tail -F app.log | ./tailrace send …';
const DOCKER = 'Yours in place of shop. Both of its outputs, each line with its level.';
const JOURNAL = 'Everything that systemd starts, from now on. Only one unit: journalctl -u UNIT …';
const PYTHON = "A handler for Python's logging; exceptions come with their traces.";
const LOGBACK = 'A program with Logback, Log4j or any other console: its output, as it comes.';

/** For the server at this address, which has no slash at its end: `[{id, title, about, text}]`. */
export function snippets(server) {
  const url = `${server}/api/logs`;
  return [
    { id: 'curl', title: 'curl', about: 'In a terminal.', text: curl(url) },
    { id: 'send', title: 'tailrace send', about: 'In the folder of Tailrace: each line is an entry.', text: send(server) },
    { id: 'send-file', title: 'A file', about: FILE, text: sendFile(server) },
    { id: 'docker', title: 'Docker', about: DOCKER, text: docker(server) },
    { id: 'journald', title: 'journald', about: JOURNAL, text: journald(server) },
    { id: 'logback', title: 'Logback, or any console', about: LOGBACK, text: logback(server) },
    { id: 'python', title: 'Python', about: PYTHON, text: python(url) },
    { id: 'java', title: 'Java', about: 'As FirstEntry.java: java FirstEntry.java', text: java(url) },
    { id: 'javascript', title: 'JavaScript', about: 'In Node.js, or in the console of this page.', text: javaScript(url) },
  ];
}

function curl(url) {
  return `curl ${quoted(url)} \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify(entry('from curl'))}'`;
}

function send(server) {
  return `echo 'Hello from tailrace send' |
  ./tailrace send --url ${quoted(server)} --service hello`;
}

function sendFile(server) {
  return `./tailrace send --url ${quoted(server)} --service hello < app.log`;
}

function docker(server) {
  return `docker logs --follow --since 10m shop 2>&1 |
  ./tailrace send --url ${quoted(server)} --service shop`;
}

function journald(server) {
  return `journalctl --follow --output short-iso |
  ./tailrace send --url ${quoted(server)} --service $(hostname)`;
}

function logback(server) {
  return `java -jar app.jar 2>&1 |
  ./tailrace send --url ${quoted(server)} --service app`;
}

function python(url) {
  return `import json, logging, urllib.request

class Tailrace(logging.Handler):
    def emit(self, record):
        entry = {'service': 'hello', 'level': record.levelname,
                 'message': self.format(record), 'logger': record.name}
        request = urllib.request.Request(
            ${JSON.stringify(url)}, json.dumps(entry).encode(),
            {'Content-Type': 'application/json'})
        try:
            urllib.request.urlopen(request, timeout=5).close()
        except OSError:
            self.handleError(record)

logging.basicConfig(level='INFO', format='%(message)s',
                    handlers=[Tailrace()])
logging.warning('Hello from Python')`;
}

function java(url) {
  return `import java.net.URI;
import java.net.http.*;

class FirstEntry {
  public static void main(String[] arguments) throws Exception {
    var entry = """
        ${JSON.stringify(entry('from Java'))}
        """;
    var address = URI.create(${JSON.stringify(url)});
    var request = HttpRequest.newBuilder(address)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(entry))
        .build();
    var answer = HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString());
    System.out.println(answer.statusCode() + " " + answer.body());
  }
}`;
}

function javaScript(url) {
  return `fetch('${url.replaceAll("'", '%27')}', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({
    service: 'hello', level: 'info', message: 'Hello from JavaScript',
  }),
}).then((answer) => answer.text()).then(console.log);`;
}

function entry(from) {
  return { service: 'hello', level: 'info', message: `Hello ${from}` };
}

/** An address as one word of a shell. */
function quoted(address) {
  return /^[\w:/.-]+$/.test(address) ? address : `'${address.replaceAll("'", "'\\''")}'`;
}
