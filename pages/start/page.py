"""Start: what this is, in three sentences and ten pictures."""

import streamlit as st

from pages.shared.layout import lesson_memory, status_bar
from pages.shared.state import visitor
from pages.start import about, hero

mine = visitor.run()
status_bar.show(compact=True)
lesson_memory.show()
with st.container(key="start"):
    words, pictures = st.columns([0.3, 0.7], gap="large", vertical_alignment="center")
with words:
    hero.promise(mine)
with pictures:
    hero.pictures()
about.show()
