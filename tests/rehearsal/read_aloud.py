"""Three talks of twelve turns that readers marked: `python -m tests.rehearsal.read_aloud` writes them anew."""

from __future__ import annotations

from pathlib import Path

from tests.rehearsal.stage import Room, person

FOLDER = Path(__file__).parent / "read_aloud"
ADS = (
    "Ad 1: Night train to the sea. Leave on Friday after work, wake up at the beach, back on Monday for coffee.\n"
    "Ad 2: The hut above the clouds. No signal, no shower, one stove; you carry your food and the silence is free.\n"
    "Ad 3: Grand Hotel Aurora. Three nights, five courses, a pool under glass, and somebody who knows your name."
)
INTERVIEW = (
    "Tell me about yourself.",
    "What does a normal working day look like?",
    "What annoys you most about your work?",
    "Who are the people close to you?",
    "How do you get by with money?",
    "Do you trust advertising?",
    "What do you do at the weekend?",
    "Should AI decide who gets a loan?",
    "How is your health?",
    "What do you read or watch?",
    "What is a thing from your past that you still think of?",
    "And what do you dream of?",
)
GROUP = (
    "The city plans a car-free centre. What do you think of it?",
    "What goes wrong when you are on your way somewhere?",
    "What would you tell the mayor?",
)


def interview() -> str:
    """One person and an interviewer, alone."""
    return _talk(Room(person("Fetu_Leavasa"), private=True, seed=4), INTERVIEW, "Interviewer")


def adverts() -> str:
    """Twelve people and three ads, each asked alone."""
    names = (
        "Oscar", "Lisa_Carter", "Ilona_Szabados", "Fetu_Leavasa", "Evaristo_Cob", "Mahrous_Gaballah",
        "Ngozi_Adeleke", "Ximena_Undurraga", "Raghav_Deshmukh", "Aruzhan_Seitkali", "Solveig_Rustad", "Caio_Marinho",
    )  # fmt: skip
    question = "Which of these three would you choose for a long weekend, and why?"
    lines = [f"Shown: {ADS}", "", f"Interviewer: {question}"]
    for name in names:
        room = Room(person(name), private=True, seed=4)
        room.stimulus(ADS, kind="show")
        room.stimulus(question, source="interviewer")
        lines += [f"{who}: {said}" for who, said in room.round().items()]
    return "\n".join(lines) + "\n"


def group() -> str:
    """Four people and a moderator, three rounds."""
    people = [person(name) for name in ("Oscar", "Mahrous_Gaballah", "Solveig_Rustad", "Caio_Marinho")]
    return _talk(Room(*people, seed=4), GROUP, "Moderator")


def _talk(room: Room, questions: tuple[str, ...], asker: str) -> str:
    lines: list[str] = []
    for question in questions:
        room.stimulus(question, source=asker.lower())
        lines.append(f"{asker}: {question}")
        lines += [f"{who}: {said or '(says nothing)'}" for who, said in room.round().items()]
    return "\n".join(lines) + "\n"


TALKS = {"interview": interview, "adverts": adverts, "group": group}

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, talk in TALKS.items():
        (FOLDER / f"{name}.txt").write_text(talk(), "utf-8")
