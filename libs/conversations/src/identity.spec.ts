import { identityOf } from './identity';

describe('identityOf', () => {
  const lead = { externalId: '', email: 'typed@x.example', isLead: true };

  it("leaves out a lead's e-mail, and says so", () => {
    expect(identityOf(lead, false)).toEqual({ externalId: '', email: '', unprovenEmail: true });
    expect(identityOf({ ...lead, email: '' }, false).unprovenEmail).toBe(false);
  });

  it('believes it where LINK_LEADS_BY_EMAIL says so, and that of a user always', () => {
    expect(identityOf(lead, true)).toEqual({ externalId: '', email: 'typed@x.example', unprovenEmail: false });
    expect(identityOf({ ...lead, isLead: false }, false).email).toBe('typed@x.example');
  });

  it('is nobody for nobody', () => {
    expect(identityOf(null, true)).toEqual({ externalId: '', email: '', unprovenEmail: false });
  });
});
