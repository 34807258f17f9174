"""Words that ask, point and join: they stand in every question and say nothing of what it is about."""

from __future__ import annotations

_ENGLISH = """
a about all also am an and another any anything are as ask at back be because been being but by can come could did do
does doing don done each else ever every for from get give given go going good got had has have having he hello her
here hey hi him his how i if in into is it its itself just kind know let like look make many may me mean might mind
more most much must my nice no not now of off oh ok okay on one only or other our out over own part please point put
question quick really right said same say saying says see she should show so some something sort sure take talk tell
than thank thanks that the their them then there these they thing things think this those to told too up us very want
was way we well were what when where which while who whom whose why will with without would yes you your yourself
first last again still even both few such between before after down during under until since
"""
_ROMANCE = """
o os um uma uns umas e é ou mas que qual quais quem como quando onde quanto quanta quantos quantas por porque para pelo
pela de do da dos das em no na nos nas num numa ao aos à às com sem se me te lhe eu tu ele ela nós eles elas você vocês
meu minha seu sua isso isto este esta esse essa foi ser são está estão tem têm ter há diz dizer fala sabe acha sobre
el la los las un una unos unas y o pero qué cuál cuáles quién cómo cuándo dónde cuánto cuánta cuántos cuántas del al
en con sin es son está hay tiene dice decir sabe cree su sus lo le les yo tú usted ustedes
le la les des du au aux et ou mais quel quelle quels quelles qui quoi comment quand où combien pourquoi dans sur avec
sans est sont il elle ils elles nous vous je tu on ce cette ces son sa ses ne pas dit dire pense
il lo gli i una uno ed ma che chi cosa come quando dove quanto quanta quanti quante perché di da nel nella sul sulla
per tra fra non è sono ha hanno si mi ti ci vi dice pensa
"""
_GERMAN = """
der die das den dem des ein eine einen einem einer und oder aber was wer wie wann wo wohin woher warum wieso welche
welcher welches wieviel viele viel in im an am auf aus bei mit nach von vom zu zum zur für über unter ist sind war hat
haben ich du er sie es wir ihr mein dein sein man nicht kein sagt sagen meinst denkst weißt mir dir ihnen sich auch
"""
_RUSSIAN = """
а без бы был была были было быть в вам вас ваш ведь во вот вы где да для до его ее её если есть еще ещё ж же за и из
или им их к как какая какие какой какого каком когда кого кому кто ли мне можно мой мы на над нам нас не него нет ни но
ну о об он она они оно от очень по под почему при про с сам сколько скажи скажите со так такой там тебя тем то того
тоже только ты у уже чего чем что чтобы эта эти это этот я говорит говорится думаете думаешь знаете знаешь
"""  # noqa: RUF001

_YOU = """
you your yours yourself du dich dir dein deine vous votre vos toi tu ti você vocês usted ustedes ты тебя тебе вы вас вам
ваш ваша
"""

YOU = frozenset(_YOU.split())
"""Words that ask of somebody's own life, unless they ask what somebody has read."""
EVERYDAY = YOU | frozenset((_ENGLISH + _ROMANCE + _GERMAN + _RUSSIAN).split())
"""In the languages that are asked in most; elsewhere rarity alone tells what a question is about."""
