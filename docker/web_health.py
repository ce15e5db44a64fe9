"""Health check of the web container: asks /healthz/ as the reverse proxy would."""

import http.client
import os
import sys
from urllib.parse import urlsplit

address = urlsplit(os.environ["PUBLIC_URL"])
connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=8)
connection.request(
    "GET", "/healthz/", headers={"Host": address.hostname or "localhost", "X-Forwarded-Proto": address.scheme}
)
sys.exit(connection.getresponse().status != 200)
