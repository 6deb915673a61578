"""What a WSGI server loads. Without DJANGO_SETTINGS_MODULE it is a city's own site, never a demonstration."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kurss.portal.settings.production")

application = get_wsgi_application()
