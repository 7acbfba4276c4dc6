"""The house that the hostile tests walk through."""

import pytest

from tests.hostile.ways import House


@pytest.fixture
def house(db, workshop, ada, bo):
    house = House(workshop, ada, bo)
    assert house.master  # made before anything that is undone
    return house
