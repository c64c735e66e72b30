"""Choices and what follows from them: the scenario room and the plan within the frames."""
