"""What anyone may open, and why."""

PUBLIC = {
    "/": "says what this is",
    "/account/login/": "signs in",
    "/account/logout/": "nobody is signed in",
    "/account/confirm-email/": "says that an e-mail was sent",
    "/account/confirm-email/(?P<key>[-:w]+)/": "by the key in the e-mail",
    "/account/3rdparty/login/cancelled/": "says that nobody signed in",
    "/account/3rdparty/login/error/": "says that nobody signed in",
    "/account/social/connections/": "leads to a page for who is signed in",
    "/account/social/signup/": "leads to a page for who comes from another service",
    "/manifest.webmanifest": "what to install, the same for everyone",
    "/offline/": "says that there is no network",
    "/service-worker.js": "a program, the same for everyone",
    "/account/inactive/": "says that one may not come in",
    "/account/password/reset/done/": "says that an e-mail was sent",
    "/account/password/reset/key/done/": "says that it is done",
    "/admin/logout/": "nobody is signed in",
    "/account/signup/": "signs up",
    "/account/password/reset/": "asks for an e-mail",
    "/developers/": "says what programs can do, the same for everyone",
    "/healthz": "says nothing of anyone",
    "/readyz": "says nothing of anyone",
    "/metrics": "from this machine, or with the token: tests/config/test_metrics.py",
    "/sign-in/sample/": "the sample people, on an embedded server",
}
"""Every address below no project that answers who is not signed in with more than the way to sign in."""
