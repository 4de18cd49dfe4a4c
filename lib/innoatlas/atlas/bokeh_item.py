"""A Bokeh figure as the page carries it: its JSON item, the same whatever else the process has drawn."""

from typing import Any

from bokeh.embed import json_item
from bokeh.models import Model

_ID_KEYS = ("id", "root_id")  #: where Bokeh's JSON names or cites a model


def item(plot: Model) -> dict[str, Any]:
    """The item, ready to embed, its models numbered from 1 after the figure's name: Bokeh's own numbers grow with every figure a process has drawn."""
    return dict(_renumbered(json_item(plot), {}, f"{plot.name}-"))


def _renumbered(node: Any, numbers: dict[str, str], prefix: str) -> Any:
    if isinstance(node, dict):
        return {
            key: numbers.setdefault(value, f"{prefix}{len(numbers) + 1}") if key in _ID_KEYS and value else _renumbered(value, numbers, prefix)
            for key, value in node.items()
        }
    return [_renumbered(value, numbers, prefix) for value in node] if isinstance(node, list) and node and isinstance(node[0], dict) else node
