"""People from outside the library, written in other keys and moods, to whom things are offered."""

from __future__ import annotations

from typing import Any

from troupe_mcp.simulation.people.persona import Persona

SPECS: tuple[dict[str, Any], ...] = (
    {
        "name": "Marit Hovda", "age": 67, "gender": "female", "occupation": "Retired ferry cook",
        "background": "Marit cooked on a ferry for thirty years. She lives alone on the third floor.",
        "health": "Her knees are bad and she can't climb stairs any more.",
        "likes": ["crime novels", "black coffee", "a quiet harbour at six"],
        "dislikes": ["noise", "small print", "being called dear"],
        "beliefs": ["Nobody should be tracked by a machine.", "A handshake is worth more than a contract."],
        "money": "She has a small pension and counts every krone.",
    },
    {
        "name": "Tomasz Wrona", "age": 31, "gender": "male", "occupation": "Paragliding instructor",
        "habits": ["Sleeps in the van near the launch site.", "Eats meat three times a day."],
        "interests": ["paragliding", "motorbikes", "weather maps"], "likes": ["strong wind", "steak from the fire"],
        "dislikes": ["museums", "lying on a beach", "neckties"],
        "finances": "He earns 9,000 zloty in summer and nothing in winter.",
    },
    {
        "name": "Hana Kobayashi", "age": 45, "gender": "female", "job": "Librarian",
        "values": ["Animals are not food.", "Privacy is a right."],
        "hobbies": ["calligraphy", "walking in the forest", "sencha"],
        "lifestyle": "You have been a vegetarian since you were twelve. You never drink alcohol.",
        "dislikes": ["crowds", "loud music", "touch screens"], "income": "You are comfortably off and have no debts.",
    },
    {
        "name": "Jerome Baptiste", "age": 38, "gender": "male", "occupation": "Bus mechanic",
        "family": [
            {"name": "Lia", "description": "Your daughter is five and has asthma."},
            {"name": "Noel", "description": "Your son is three and never sleeps."},
        ],
        "money": "Money is short since the divorce. You buy everything second-hand.",
        "likes": ["fixing old radios", "Sunday football", "grilled fish"],
        "dislikes": ["waiting rooms", "plastic toys"],
        "beliefs": ["What can be repaired should be repaired."],
    },
    {
        "name": "Bettina Falk", "age": 52, "gender": "female", "occupation": {"title": "Owner of three hotels"},
        "preferences": {
            "likes": ["vintage champagne", "opera premieres", "fast cars"],
            "dislikes": ["camping", "queues", "coupons"],
        },
        "money": "She owns three hotels and never asks what a thing costs.",
        "personality": {"big_five": {"openness": 0.8, "extraversion": 0.9}},
    },
    {
        "name": "Father Anselm", "age": 59, "gender": "male", "occupation": "Parish priest",
        "beliefs": ["Sunday belongs to God.", "The poor come first.", "Gambling ruins families."],
        "interests": ["choir singing", "baking bread", "church history"],
        "health": "He has type 2 diabetes and avoids sugar.", "dislikes": ["vanity", "electronic music"],
    },
    {
        "name": "Zodwa Nkosi", "age": 24, "gender": "female", "occupation": "Call centre agent and singer",
        "facts": ["You share a room with two cousins in Soweto.", "You take two minibus taxis to work."],
        "likes": ["dancing until morning", "big parties", "braids with gold thread", "chicken feet"],
        "dislikes": ["sitting alone", "early mornings"], "goals": ["To record a song that everybody dances to."],
        "money": "You send half of your 7,500 rand home and borrow before payday.",
    },
    {
        "name": "Ravi Menon", "age": 29, "gender": "male", "occupation": "Security engineer",
        "habits": ["Reads the small print of everything.", "Covers the camera of every laptop."],
        "beliefs": ["Free apps sell their users."], "likes": ["command lines", "filter coffee", "open-source software"],
        "dislikes": ["cloud accounts", "face recognition", "small talk"],
        "money": "You earn 3.2 million rupees a year and save most of it.",
    },
    {
        "name": "Agnes Mbeki", "age": 81, "gender": "female", "occupation": "Widow, former midwife",
        "life": "You see badly and live with your granddaughter. You go to church every morning.",
        "likes": ["hymns", "rooibos tea", "babies"], "dislikes": ["swearing", "computers"], "health": "You use a cane.",
    },
    {"name": "Kim", "age": 22, "likes": ["cats", "sleeping late"]},
)  # fmt: skip


def strangers() -> list[Persona]:
    return [Persona.of(spec) for spec in SPECS]
