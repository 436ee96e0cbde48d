"""What the WSGI server calls. The program that starts the server is attached to the database already."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tactful.config.settings")

application = get_wsgi_application()

# The modules stay for as long as the process does: looking through them for garbage would only hold up requests.
gc.collect()
gc.freeze()
