import os
import warnings

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "judge.settings")

# Whitenoise sends files with synchronous iterators; that each is read at once is no news.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

application = get_asgi_application()

from judge.redis import refuse_eviction  # noqa: E402 (settings are there only now)

refuse_eviction()
