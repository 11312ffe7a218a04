import { hardWords, longestPart, phrase, type PlainRules } from './rules.ts';

export const english: PlainRules = {
	mostWords: 20,
	mostLetters: 12,
	bare: longestPart,
	passive: [
		phrase(
			`(?:is|are|was|were|be|been|being)\\s+(?:not\\s+|now\\s+|being\\s+)?(?:\\p{L}{3,}ed|done|given|taken|made|sent|seen|built|held|paid|written|shown|chosen|brought)`
		),
		phrase('it (?:has been|was|is) (?:decided|agreed|determined) that')
	],
	hard: hardWords(`
accordingly = so
additional = more, extra
aforementioned = this
applicant* = you, people who ask
as a consequence of = because of
assistance = help
at this point in time = now
commence* = start
competent authorit* = the office that decides
compl* with = follow, do
consequently = so
due to the fact that = because
enquir* = ask, question
ensur* = make sure
facilitat* = help, make easy
for the purpose of = to
forthwith = now
hereby = leave it out
implement* = do, carry out
in accordance with = as ... says
in order to = to
in relation to = about
in respect of = about, for
in the event that = if
infrastructure = roads, pipes, cables
initiat* = start
legislation = law
municipal* = of the city
notif* = tell
notwithstanding = but, even so
obtain* = get
on receipt of = when we have
prior to = before
provision of = giving
pursuant to = under, as ... says
regarding = about
remedial = to mend it
request* = ask for
require* = need
submi* = send
subsequent* = later, after
sufficient = enough
terminat* = end
thereof = of it
utili* = use
with regard to = about
`)
};
