/** Which idea, answers or choice of whoever uses this phone are begun: they were kept, and nobody was told. */
import type { IdeaForm } from '../domain/idea-envelope.ts';
import { isSameChoice } from '../domain/priority-rules.ts';
import type { Choice } from '../domain/priority.ts';
import { readFact } from './database.ts';
import { ideaDraftsFact, ideasFact, prioritiesFact, surveysFact } from './joined.ts';
import type { KeptAnswers } from './surveys.ts';

type Chosen = { choice: Choice; said?: { choice: Choice } };

/** The page on which she goes on with it, below the language. `owners`: whose recordings lie on this phone. */
export async function placeNearby(owners: string[]): Promise<string | undefined> {
	const told = await factOf<object>(ideasFact);
	const written = Object.values(await factOf<IdeaForm>(ideaDraftsFact))
		.filter(({ words }) => words.trim())
		.map(({ challenge }) => challenge);
	// of an idea that was told its own recording stays, under its id
	const [challenge] = [...written, ...partsOf(owners, 'idea').filter((of) => !(of in told))];
	if (challenge) return `neighbourhood/${challenge}/idea`;
	const surveys = await factOf<KeptAnswers>(surveysFact);
	const answered = Object.keys(surveys).filter(
		(id) => Object.keys(surveys[id]?.answers ?? {}).length
	);
	const begun = [...answered, ...partsOf(owners, 'answer')];
	const survey = begun.find((id) => !surveys[id]?.told);
	if (survey) return `survey#${survey}`;
	const chosen = Object.values(await factOf<Chosen>(prioritiesFact));
	const isOpen = chosen.some(({ choice, said }) => !isSameChoice(choice, said?.choice ?? {}));
	return isOpen ? 'neighbourhood' : undefined;
}

async function factOf<T>(key: string): Promise<Record<string, T>> {
	return (await readFact<Record<string, T>>(key)) ?? {};
}

/** Of whom there are recordings of this kind. */
function partsOf(owners: string[], kind: string): string[] {
	return owners.flatMap((owner) => {
		const [what, of] = owner.split(' ');
		return what === kind && of ? [of] : [];
	});
}
