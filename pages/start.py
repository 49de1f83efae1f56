"""Start: what this is, in three sentences and ten pictures."""

import streamlit as st

from pages.ui import frame, hero, session

frame.enter()
mine = session.current()
frame.strip(compact=True)
with st.container(key="start"):
    words, pictures = st.columns([0.3, 0.7], gap="large", vertical_alignment="center")
with words:
    hero.promise(mine)
with pictures:
    hero.pictures()
hero.foot()
