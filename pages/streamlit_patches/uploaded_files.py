"""Keep a visitor's uploaded files within a bound; the oldest go.

Why: Streamlit keeps each file until the page of its uploader drops it. What a client sends without
a page is kept as long as its session.
How: after each file that is added, remove the session's oldest above the limits.
Since Streamlit 1.67. Not needed once its ``MemoryUploadedFileManager`` has a bound; a test that
adds many files to an unpatched one fails then.
"""

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from softmax import limits


def patch() -> None:
    """Replace ``MemoryUploadedFileManager.add_file``."""
    add_any = MemoryUploadedFileManager.add_file

    def add(self: MemoryUploadedFileManager, session_id: str, file: UploadedFileRec) -> None:
        self.remove_file(session_id, file.file_id)  # so that it becomes the newest
        add_any(self, session_id, file)
        files = list(self.file_storage.get(session_id, {}).values())
        total = sum(len(each.data) for each in files)
        for left, oldest in zip(range(len(files), 1, -1), files, strict=False):
            if left <= limits.UPLOADS_KEPT.value and total <= limits.UPLOADS_KEPT_BYTES.value:
                break
            self.remove_file(session_id, oldest.file_id)
            total -= len(oldest.data)

    MemoryUploadedFileManager.add_file = add  # type: ignore[method-assign]
