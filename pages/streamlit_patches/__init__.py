"""Every touch of Streamlit's internals, a file each."""
