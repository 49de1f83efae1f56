"""Train: watch the loss fall and the ten pictures form."""

from pages.shared.layout import status_bar
from pages.shared.live import own_judgement
from pages.shared.state import visitor
from pages.train import live, settings_panel, transport

mine = visitor.run()
settings_panel.show(mine)
status_bar.show(transport=False, parts=live.PARTS)
transport.show(mine)
settings_panel.line()
live.show(mine)
own_judgement.show(mine)
