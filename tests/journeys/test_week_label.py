"""A visit on the board keeps the time it shows until it is really moved."""

from pathlib import Path

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

SCRIPT = Path(__file__).parents[2] / "handlekraft/visits/static/visits/week.js"
BOARD = """<div data-hk-board data-opens="07:00" data-closes="23:00">
  <p data-hk-live="{name} {at} {who}"></p>
  <section class="lane" data-hk-lane="1" data-hk-name="Mette"><div class="track"><ol>
    <li class="v" data-hk-block="5" data-hk-carers="1" data-from="08:40" data-to="09:10">
      <a href="#panel"><time class="when">08:44–09:14</time> <b>Ella</b></a></li>
  </ol></div></section></div>"""
HOURS = "08:44\N{EN DASH}09:14"


def test_a_click_and_a_drag_back_leave_the_label_alone(chromium: Chromium) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 700})
    page.set_content(BOARD)
    page.add_script_tag(path=SCRIPT)
    label = page.locator(".when")
    label.click()
    expect(label).to_have_text(HOURS)
    box = label.bounding_box()
    assert box is not None
    x, y = box["x"] + 5, box["y"] + 5
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 300, y)
    expect(label).not_to_have_text(HOURS)
    page.mouse.move(x, y)
    page.mouse.up()
    expect(label).to_have_text(HOURS)
    page.close()
