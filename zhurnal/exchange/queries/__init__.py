"""Page-shaped reads of exchange."""

from .columns import ColumnsPage, columns_page, meanings
from .deadline import Lack, deadline_page
from .lists import ListPage, left_out, list_page, overview, said_counts
from .marked import marked_file
from .queue import QueuePage, found_people, queue_page, waiting_elsewhere

__all__ = [
    "ColumnsPage",
    "Lack",
    "ListPage",
    "QueuePage",
    "columns_page",
    "deadline_page",
    "found_people",
    "left_out",
    "list_page",
    "marked_file",
    "meanings",
    "overview",
    "queue_page",
    "said_counts",
    "waiting_elsewhere",
]
