"""The least that an app in Streamlit can do: show the value of its slider."""

import streamlit as st

score = st.slider("Step 2 CK", 190, 290, 225)
st.markdown(f"{score}")
