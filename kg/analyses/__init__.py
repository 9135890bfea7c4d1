"""Analyses: one question per module, network in, rows out. Positions are in this corpus, not importance in crime."""

from kg.analyses.answers import ANALYSES, BETWEEN_DATES, Answer, answer, answer_between
from kg.analyses.arrivals import Arrival, arrivals
from kg.analyses.balance import Balance, balance
from kg.analyses.brokers import Broker, brokers
from kg.analyses.changes import Change, changes
from kg.analyses.communities import Community, communities
from kg.analyses.cores import Core, cores
from kg.analyses.dismantling import Curve, dismantling
from kg.analyses.key_players import KeyPlayers, key_players
from kg.analyses.links import Step, links, routes
from kg.analyses.predictions import Predictor, predictions
from kg.analyses.roles import Pair, roles
from kg.analyses.sureness import Sureness, sureness
from kg.analyses.table import cells, compare
from kg.analyses.timeline import Entry, timeline

__all__ = [
    "ANALYSES",
    "BETWEEN_DATES",
    "Answer",
    "Arrival",
    "Balance",
    "Broker",
    "Change",
    "Community",
    "Core",
    "Curve",
    "Entry",
    "KeyPlayers",
    "Pair",
    "Predictor",
    "Step",
    "Sureness",
    "answer",
    "answer_between",
    "arrivals",
    "balance",
    "brokers",
    "cells",
    "changes",
    "communities",
    "compare",
    "cores",
    "dismantling",
    "key_players",
    "links",
    "predictions",
    "roles",
    "routes",
    "sureness",
    "timeline",
]
