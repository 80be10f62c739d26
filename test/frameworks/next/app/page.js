import { redirect } from 'next/navigation';
import { api } from './api.js';

async function create(form) {
  'use server';
  await api().createClient({
    name: form.get('name'),
    logo: 'data:image/png;base64,iVBORw0KGgo=',
    scopes: ['files:read'],
    website_url: 'https://reporting.example.com',
    terms_url: 'https://reporting.example.com/terms',
    policy_url: 'https://reporting.example.com/privacy',
    redirect_uris: ['https://reporting.example.com/callback'],
    allowed_origins: ['https://reporting.example.com'],
    logout_redirect_uri: 'https://reporting.example.com/goodbye',
  });
  redirect('/api/clients');
}

export default function Page() {
  return (
    <form action={create}>
      <input name="name" />
    </form>
  );
}
