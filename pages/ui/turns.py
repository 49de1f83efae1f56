"""Pages are drawn a few at a time, and so all of them sooner.

Streamlit draws each visitor's page in a thread of its own, and only one of these can compute at a
time. A hundred of them get in each other's way, and in that of the event loop: with a hundred who
came back at once, its health took over a second. (Ticks take no turn: they are short.)
"""

import threading

AT_ONCE = 3

taken = threading.BoundedSemaphore(AT_ONCE)
