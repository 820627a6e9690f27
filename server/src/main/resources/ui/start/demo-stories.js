// Made-up entries of a small web shop, to have something to look at: requests through several services, each with a trace, now
// and then one that fails. All are tagged `demo`.

const PRODUCTS = ['kettle', 'desk lamp', 'wool blanket', 'bread knife', 'rain jacket', 'coffee mill'];
const AGENTS = ['Firefox/133', 'Chrome/131', 'Safari/18', 'curl/8.11'];
const TRACE = `shop.payments.GatewayException: no answer within 5000 ms
    at shop.payments.GatewayClient.charge(GatewayClient.java:118)
    at shop.portal.CheckoutHandler.handle(CheckoutHandler.java:41)
Caused by: java.net.SocketTimeoutException: Read timed out
    at java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:278)
    ... 21 more`;

/** The entries of one thing that happens, in their order. */
export function story() {
  const dice = Math.random();
  if (dice < 0.55) {
    return browsing();
  }
  return dice < 0.75 ? signingIn() : dice < 0.93 ? buying() : chore();
}

function browsing() {
  const tell = request();
  const [id, took] = [100 + below(900), 2 + below(60)];
  return [
    tell('catalog', 'debug', `Looking up product ${id} (${one(PRODUCTS)})`, { hit: below(10) < 8 }),
    tell('database', 'trace', `SELECT * FROM products WHERE id = ${id}`, { duration_ms: took }),
    answer(tell, 'GET', `/products/${id}`, below(30) === 0 ? 404 : 200, took + below(20)),
  ];
}

function signingIn() {
  const tell = request();
  const isWrong = below(6) === 0;
  return [
    isWrong
      ? tell('auth', 'warn', 'Wrong password', { attempt: 1 + below(3) })
      : tell('auth', 'info', 'Signed in', { method: one(['password', 'passkey']) }),
    answer(tell, 'POST', '/login', isWrong ? 401 : 200, 10 + below(80)),
  ];
}

function buying() {
  const tell = request();
  const [order, amount] = [10_000 + below(90_000), `${5 + below(200)}.90 EUR`];
  const begun = tell('payments', 'info', `Charging ${amount}`, { order });
  if (below(5) === 0) {
    return [
      begun,
      tell('payments', 'error', `Charge of ${amount} failed\n${TRACE}`, { order, timeout_ms: 5000 }),
      answer(tell, 'POST', '/checkout', 502, 5000 + below(40)),
    ];
  }
  return [
    begun,
    tell('payments', 'info', `Charged ${amount}`, { order, duration_ms: 80 + below(60) }),
    answer(tell, 'POST', '/checkout', 201, 120 + below(80)),
    tell('worker', 'info', `Order ${order} is packed`, { order }),
  ];
}

function chore() {
  return below(8) === 0
    ? [entry('worker', 'fatal', 'Out of disk space: job daily-report ended', { job: 'daily-report' })]
    : [entry('database', 'info', one(['Checkpoint complete', 'Autovacuum of table sessions']), { duration_ms: below(900) })];
}

function answer(tell, method, path, status, duration_ms) {
  const level = status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info';
  return tell('portal', level, `${method} ${path} ${status}`, { method, path, status, duration_ms, agent: one(AGENTS) });
}

/** A function that tells what happens within one request of some user. */
function request() {
  const [trace_id, user_id] = [hex(16), 1000 + below(500)];
  return (service, level, message, metadata) => ({
    ...entry(service, level, message, metadata),
    user_id,
    trace_id,
    span_id: hex(8),
  });
}

function entry(service, level, message, metadata) {
  return { service, level, message, tags: ['demo'], metadata: { host: `${service}-${1 + below(3)}`, ...metadata } };
}

function hex(bytes) {
  return [...crypto.getRandomValues(new Uint8Array(bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function one(choices) {
  return choices[below(choices.length)];
}

function below(limit) {
  return Math.floor(Math.random() * limit);
}
