"""Questions to the knowledge base. Each function gives rows in order of rank; printing is the command line's."""

from pipeline.asking.ask import AskResult, ask
from pipeline.asking.due import deadlines
from pipeline.asking.duties import duties
from pipeline.asking.search import marks, search
from pipeline.asking.show import FactView, Piece, Tie, show
from pipeline.asking.who import who

__all__ = ["AskResult", "FactView", "Piece", "Tie", "ask", "deadlines", "duties", "marks", "search", "show", "who"]
