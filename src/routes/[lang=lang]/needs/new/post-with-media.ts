/** Sends the form itself, with what a full or shut phone still gives of voice and photos, straight to the city's page. */
import { bytesOf, draft, listMedia } from '$lib/device/media.ts';
import { newNeedIdentity } from '$lib/device/needs.ts';

/**
 * Posts it; the page that answers shows the receipt code. Without internet the browser says so, and all is still here.
 * @param owner whose draft the recording and photos are
 */
export async function postWithMedia(form: HTMLFormElement, owner = draft): Promise<void> {
	const fields = form.ownerDocument.createElement('div');
	fields.hidden = true;
	for (const [name, value] of Object.entries(newNeedIdentity())) {
		fields.append(Object.assign(document.createElement('input'), { name, value }));
	}
	for (const { id, role, type } of await listMedia(owner).catch(() => [])) {
		const carrier = new DataTransfer();
		carrier.items.add(new File([await bytesOf(id)], role, { type }));
		const input = Object.assign(document.createElement('input'), { type: 'file', name: role });
		input.files = carrier.files;
		fields.append(input);
	}
	form.append(fields);
	form.action = '?/send';
	form.enctype = 'multipart/form-data';
	form.submit();
}
