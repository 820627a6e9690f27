package io.tailrace.cli.demo;

/** What programs print when they fail. */
final class StackTraces {

    static final String JAVA = """
            shop.payments.GatewayException: no answer within 5000 ms
                at shop.payments.GatewayClient.charge(GatewayClient.java:118)
                at shop.payments.PaymentService.pay(PaymentService.java:64)
                at shop.portal.CheckoutHandler.handle(CheckoutHandler.java:41)
            Caused by: java.net.SocketTimeoutException: Read timed out
                at java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:278)
                ... 21 more""";

    static final String PYTHON = """
            Traceback (most recent call last):
              File "/srv/worker/jobs.py", line 87, in run
                rows = self.fetch(part)
              File "/srv/worker/source.py", line 31, in fetch
                return json.loads(body)["rows"]
            KeyError: 'rows'""";

    private StackTraces() {}
}
