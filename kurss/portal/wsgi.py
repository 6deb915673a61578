"""What a WSGI server loads. Without DJANGO_SETTINGS_MODULE it is a city's own site, never a demonstration."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kurss.portal.settings.production")

application = get_wsgi_application()

# Every page is loaded before the first is asked for. What was loaded stays as long as the process does, so the
# collector of garbage need not look through it again and again: that was a fifth of a page's time.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
