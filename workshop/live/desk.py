"""Many questions of one moment, answered with one look at the database, in a thread of its own."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections


class Clerk:
    """A lasting thread with a lasting database connection, for the event loop's errands."""

    def __init__(self, name):
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)

    async def run(self, errand, *args):
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._run, errand, args)

    @staticmethod
    def _run(errand, args):
        close_old_connections()
        try:
            return errand(*args)
        finally:
            close_old_connections()


class Desk:
    """Collects questions while the clerk is busy; answer(questions) -> answers in their order."""

    def __init__(self, clerk, answer):
        self._clerk, self._answer = clerk, answer
        self._waiting, self._task = [], None

    async def ask(self, question):
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        self._waiting.append((question, future))
        if self._task is None or self._task.done():
            self._task = loop.create_task(self._serve())
        return await future

    async def _serve(self):
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                answers = await self._clerk.run(self._answer, [question for question, _future in batch])
            except Exception as error:
                answers = [error] * len(batch)
            for (_question, future), answer in zip(batch, answers, strict=True):
                _settle(future, answer)


def _settle(future, answer):
    if future.done():
        return
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)
