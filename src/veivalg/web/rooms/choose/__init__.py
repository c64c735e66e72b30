"""Choices and what follows from them: the scenario room and the best mix."""
