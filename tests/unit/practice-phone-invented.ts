/** An invented pretend phone: a photo is to be sent to the school. */
import type { PhonePractice } from '../../src/lib/domain/practice-phone.ts';

export const phone: PhonePractice = {
	type: 'phone',
	task: 'Send the form to the school.',
	goal: { sent: 'yes', quiet: 'yes' },
	done: 'The school has your form.',
	facts: {},
	screens: [
		{
			id: 'mails',
			app: 'mail',
			title: 'Mail',
			blocks: [
				{ kind: 'tap', words: 'The prize', miss: 'Look for the school.' },
				{ kind: 'tap', words: 'The school', go: 'answer' },
				{ kind: 'switch', id: 'quiet', words: 'Quiet' }
			]
		},
		{
			id: 'answer',
			app: 'mail',
			title: 'Your answer',
			back: 'mails',
			blocks: [
				{ kind: 'text', words: 'Write: Hello', when: { hello: 'no' } },
				{ kind: 'type', id: 'hello', words: 'Message', value: 'Hello', keys: 'letters' },
				{
					kind: 'pick',
					id: 'photo',
					words: 'Photo',
					options: [
						{ id: 'cat', words: 'The cat' },
						{ id: 'form', words: 'The form' }
					]
				},
				{
					kind: 'tap',
					words: 'Send',
					needs: { hello: 'yes', photo: 'form' },
					else: 'Look at your words and the photo.',
					set: { sent: 'yes' }
				}
			]
		}
	]
};

/** The same with one thing changed. */
export function changed(change: (copy: PhonePractice) => void): PhonePractice {
	const copy = structuredClone(phone);
	change(copy);
	return copy;
}
