# The app in a container; 2 cores and 1 GB serve a workshop of a hundred.
#
#   docker build -t ten-pictures --build-arg TORCH_INDEX=... .
#   docker run --rm -p 8501:8501 --read-only --tmpfs /tmp ten-pictures
FROM python:3.11-slim

# The package index that pytorch.org names under "Get started" for pip and CPU. Without it torch
# comes from PyPI, which on x86-64 Linux adds gigabytes of CUDA.
ARG TORCH_INDEX=

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    # glibc returns freed memory to the system; docs/deploy.md has the reason.
    MALLOC_ARENA_MAX=2 \
    MALLOC_MMAP_THRESHOLD_=131072 \
    MALLOC_TRIM_THRESHOLD_=131072 \
    # Streamlit looks for settings in the home directory; nothing is written there.
    HOME=/tmp

WORKDIR /app
COPY requirements.txt constraints.txt ./
RUN pip install ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} "$(grep '^torch==' requirements.txt)" \
 && pip install -r requirements.txt -c constraints.txt

COPY . .
# Compile now: at run time the file system may be read-only.
RUN python -m compileall -q app.py pages softmax \
 && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin pictures
USER 10001

EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]

# In exec form, so that Streamlit receives SIGTERM and not a shell.
CMD ["python", "-m", "streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port=8501", "--server.headless=true"]
