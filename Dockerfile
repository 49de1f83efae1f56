# The app in a container: 2 cores and 1 GB are enough for a workshop of a hundred.
#
#   docker build -t ten-pictures --build-arg TORCH_INDEX=... .
#   docker run --rm -p 8501:8501 --read-only --tmpfs /tmp ten-pictures
FROM python:3.11-slim

# The address that pytorch.org gives under "Get started" for pip and CPU. Without it torch comes
# from PyPI, and on x86-64 Linux brings gigabytes of CUDA with it.
ARG TORCH_INDEX=

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    # Streamlit wants a home to look for settings in; nothing is written there.
    HOME=/tmp

WORKDIR /app
COPY requirements.txt constraints.txt ./
RUN pip install ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} "$(grep '^torch==' requirements.txt)" \
 && pip install -r requirements.txt -c constraints.txt

COPY . .
# Compiled now, as nothing can be written later.
RUN python -m compileall -q app.py pages softmax \
 && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin pictures
USER 10001

EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]

# Streamlit itself gets the signal to stop, not a shell in front of it.
CMD ["python", "-m", "streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port=8501", "--server.headless=true"]
