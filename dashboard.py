"""SmartPick: what would change if your profile changed? Start with `smartpick run` or `make run`."""

import streamlit as st

# The first visitor of a server waits while it loads its libraries, and is told so.
with st.spinner("Starting SmartPick ..."):
    from smartpick.web.address import link_notice, open_link, write_link
    from smartpick.web.advising.roster import entry_line
    from smartpick.web.cockpit.page import cockpit
    from smartpick.web.controls import enter_page
    from smartpick.web.entrance import pages
    from smartpick.web.page import newcomers_in_turn
    from smartpick.web.room_controls import enter_room, room_line
    from smartpick.web.scenarios.keeping import open_scenarios
    from smartpick.web.server import ask_no_host_for_own_address
    from smartpick.web.tab_storage import go_on_elsewhere, keep_in_tab, tab_notice
    from smartpick.web.theme import ICON, follow_theme, page_palette, style_blocks, style_page

# A page is a file in pages/; smartpick/web/page.py says how a page starts.
PAGES = [
    st.Page(cockpit, title="Your chances", icon=":material/tune:", default=True),
    *(st.Page(page.file, title=page.title, icon=f":material/{page.icon}:") for page in pages()),
]

# `smartpick run` has done so before serving; this is for a server started as `streamlit run dashboard.py`.
ask_no_host_for_own_address()
st.set_page_config(page_title="SmartPick", page_icon=ICON, layout="wide")
style_page()
style_blocks(page_palette())
open_link()
page = st.navigation(PAGES, position="top")
link_notice(another_page=enter_page(page.url_path))
# Before the page, so that what the tab kept is there before the page is worked out without it.
keep_in_tab(before=open_scenarios)
enter_room(page, PAGES)
room_line()
tab_notice()
entry_line()
with newcomers_in_turn():
    page.run()
write_link()
follow_theme()
go_on_elsewhere()
