// How to send the first entry to a log: programs that work as they stand here.

const FILE = 'Yours in place of app.log. To follow it: tail -F app.log | ./tailrace send …';

/** For the server at this address, which has no slash at its end: `[{id, title, about, text}]`. */
export function snippets(server) {
  const url = `${server}/api/logs`;
  return [
    { id: 'curl', title: 'curl', about: 'In a terminal.', text: curl(url) },
    { id: 'send', title: 'tailrace send', about: 'In the folder of Tailrace: each line is an entry.', text: send(server) },
    { id: 'send-file', title: 'A file', about: FILE, text: sendFile(server) },
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
