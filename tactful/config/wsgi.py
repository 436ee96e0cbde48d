"""What the WSGI server calls. The program that starts the server is attached to the database already."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tactful.config.settings")

application = get_wsgi_application()
