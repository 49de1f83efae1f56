"""My digits: one's own drawings by digit, to train on and to judge by."""

import streamlit as st

from pages.digits import files, grid, guided
from pages.shared.layout import status_bar
from pages.shared.live import own_judgement
from pages.shared.state import visitor

mine = visitor.run()
status_bar.show(compact=True)
with st.container(key="digits-head", horizontal=True, vertical_alignment="center"):
    st.markdown("# My digits")
    guided.button()
    grid.buttons()
    files.buttons()
if guided.is_on():
    guided.show()
own_judgement.show(mine)
grid.show()
