"""What each event is called when a citizen reads her log: "Mette Lund skrev et notat". One sentence for every verb."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handlekraft.audit.models import SEEN

SENTENCES: dict[str, str | Promise] = {
    SEEN: _("så oplysninger"),
    # access
    "break-glass opened": _("åbnede en nødadgang"),
    "break-glass ended": _("afsluttede en nødadgang"),
    "break-glass searched in vain": _("søgte forgæves i nødadgangen"),
    "visit relation opened": _("gav en medarbejder adgang, fordi hun skal på besøg"),
    "visit relation ended": _("lukkede en adgang, fordi besøget blev flyttet"),
    "log question asked": _("spurgte til loggen"),
    "log question answered": _("svarede på et spørgsmål til loggen"),
    # audit
    "log pruned": _("slettede gamle rækker i loggen"),
    # citizens
    "alert added": _("skrev et opmærksomhedspunkt"),
    "alert ended": _("fjernede et opmærksomhedspunkt"),
    "away ended": _("noterede, at borgeren er hjemme igen"),
    "away registered": _("noterede, at borgeren ikke er hjemme"),
    "change told": _("fortalte om nyt i gruppen"),
    "citizen admitted": _("oprettede borgeren"),
    "citizen changed": _("rettede navn, adresse eller telefon"),
    "citizen ended": _("afsluttede borgeren"),
    "citizen moved": _("flyttede borgeren til et andet team"),
    "citizen readmitted": _("genoptog borgeren"),
    "cpr shown": _("så CPR-nummeret"),
    "door code set": _("skrev, hvordan man kommer ind"),
    "face added": _("føjede en kendt medarbejder til gruppen"),
    "face ended": _("tog en kendt medarbejder ud af gruppen"),
    "faces wanted set": _("satte et mål for antal kendte ansigter"),
    "good to know added": _("skrev noget, der er godt at vide"),
    "good to know ended": _("fjernede noget, der var godt at vide"),
    "help agreed": _("aftalte fast hjælp"),
    "help changed": _("ændrede fast hjælp"),
    "help ended": _("afsluttede fast hjælp"),
    "primary contact set": _("valgte fast kontaktperson"),
    "what matters asked": _("skrev, hvad der er vigtigt for borgeren"),
    # people
    "PIN tried": _("prøvede en PIN-kode"),
    "competence added": _("oprettede en kompetence"),
    "competence ended": _("afsluttede en kompetence"),
    "competence given": _("gav en medarbejder en kompetence"),
    "device forgotten": _("glemte en enhed"),
    "device remembered": _("huskede en enhed"),
    "employee added": _("oprettede en medarbejder"),
    "employee changed": _("rettede en medarbejder"),
    "employee invited": _("inviterede en medarbejder"),
    "employment ended": _("afsluttede en ansættelse"),
    "invitation accepted": _("tog imod en invitation"),
    "language chosen": _("valgte sprog"),
    "one-time codes added": _("tog engangskoder i brug"),
    "organisation set up": _("oprettede organisationen"),
    "passkey added": _("tog en adgangsnøgle i brug"),
    "passkey proved": _("loggede ind med adgangsnøgle"),
    "password changed": _("skiftede adgangskode"),
    "recovery codes renewed": _("fik nye gendannelseskoder"),
    "role ended": _("afsluttede en rolle"),
    "role given": _("gav en rolle"),
    "second factor lost": _("fjernede en andens ekstra bevis ved login"),
    "second factor proved": _("beviste sin identitet ved login"),
    "second factor removed": _("fjernede sit ekstra bevis ved login"),
    "section added": _("oprettede en sektion"),
    "section changed": _("rettede en sektion"),
    "setting decided": _("besluttede en indstilling"),
    "sign-in renewal asked": _("bad om at få sit login fornyet"),
    "team added": _("oprettede et team"),
    "team changed": _("rettede et team"),
    "team closed": _("lukkede et team"),
    # interop
    "files imported": _("indlæste filer"),
    # rosters
    "absence reported": _("noterede et fravær"),
    "absence withdrawn": _("fjernede et fravær"),
    "roster copied": _("kopierede en vagtplan"),
    "roster entered": _("lagde en vagtplan ind"),
    "shift changed": _("ændrede en vagt"),
    "shift entered": _("lagde en vagt ind"),
    "shift removed": _("fjernede en vagt"),
    "time freed": _("frigav tid"),
    "time protected": _("holdt tid fri"),
    # visits
    "plan adopted": _("vedtog ugens plan"),
    "plan asked for": _("bad om et forslag til ugens plan"),
    "plan cancelled": _("afbrød et forslag til ugens plan"),
    "plan tried again": _("bad om et nyt forslag til ugens plan"),
    "proposal stored": _("regnede et forslag til ugens plan ud"),
    "proposed change undone": _("fortrød en ændring i et forslag"),
    "proposed visit locked": _("låste et besøg i et forslag"),
    "proposed visit moved": _("flyttede et besøg i et forslag"),
    "visit locked": _("låste et besøg i planen"),
    "visits made": _("lavede besøg ud fra aftalt hjælp"),
}


def sentence(verb: str) -> str:
    """The verb in words. One that is no longer in use, in an old log, is told in general."""
    return str(SENTENCES.get(verb, _("ændrede noget")))
