"""What the server does beside Streamlit's own work: start-up and the log."""
