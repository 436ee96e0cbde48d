"""What the demo's mail and meetings say: subjects and short bodies. The import keeps no body."""

from __future__ import annotations

SUBJECTS: dict[str, tuple[str, ...]] = {
    "english": (
        "Gauge readings at {place}", "Quote {n} for {place}", "Next steps after the {place} visit", "Pilot at {place}",
        "Calibration dates", "Question about the wind mast", "Order {n}", "Firmware 4.{m} on the tide gauges",
        "Lunch next week?", "Introduction", "Spare sensors for {place}", "Data feed is back", "Delivery on {day}",
        "Spring tide warning levels", "Renewal of the service contract", "Slides from {day}", "Access to the mast",
        "Your visit to {place}", "Short call on {day}?", "Invoice {n}", "Thank you", "Re-survey of the north quay",
        "Two questions on the tender", "Training for the control room", "Photos of the installation",
    ),
    "dutch": ("Meetgegevens {place}", "Offerte {n}", "Afspraak op {day}", "Vraag over de windmast", "Onderhoud peilschaal",
              "Kennismaking", "Levering van de sensoren"),
    "german": ("Pegelstände {place}", "Angebot {n}", "Rückfrage zur Ausschreibung", "Termin für die Kalibrierung",
               "Ersatzfühler für {place}", "Ihre Bestellung {n}", "Grüße aus {place}"),
    "nordic": ("Målinger fra {place}", "Tilbud {n}", "Besøk i {place}", "Spørsmål om vindmasten", "Avtale om service"),
    "french": ("Relevés du marégraphe à {place}", "Devis n° {n}", "Réunion de {day}", "Étalonnage des capteurs",
               "Prise de contact", "Renouvellement du contrat"),
    "spanish": ("Lecturas del mareógrafo en {place}", "Presupuesto {n}", "Reunión del {day}", "Calibración de sensores",
                "Visita a {place}"),
    "portuguese": ("Leituras do marégrafo em {place}", "Orçamento {n}", "Visita à estação", "Renovação do contrato"),
    "italian": ("Letture del mareografo di {place}", "Preventivo {n}", "Riunione di {day}", "Visita all'impianto"),
    "polish": ("Odczyty z czujników – {place}", "Oferta {n}", "Pytanie o przetarg", "Spotkanie w {place}"),
    "japanese": ("{place}の潮位計について", "お見積り {n}", "打ち合わせの件", "ご挨拶"),
    "chinese": ("{place} 潮位数据", "报价单 {n}", "会议安排", "校准日期"),
    "korean": ("{place} 조위계 관련", "견적서 {n}", "회의 일정"),
    "arabic": ("قراءات مقياس المد في {place}", "عرض سعر رقم {n}", "موعد الاجتماع"),
    "greek": ("Μετρήσεις στο {place}", "Προσφορά {n}"),
    "turkish": ("{place} ölçüm sonuçları", "Teklif {n}", "Toplantı günü"),
}

OPENINGS = ("Hello {who},", "Dear {who},", "Hi {who},", "{who},", "Good morning {who},", "Hi,")
LINES = (
    "Thank you for the figures, they match what our own gauge shows.",
    "Could you send the calibration sheet once more? Ours is from before the storm.",
    "The mast stands, the cable is in, and the first readings look plausible.",
    "I have put the two dates into the calendar; tell me if neither suits.",
    "The crane is booked for the morning, so we should be off the quay by noon.",
    "We would rather start small: one gauge, three months, then we talk again.",
    "My colleague knows the estuary far better than I do and will join us.",
    "The tender closes at the end of the month and we are still missing one page.",
    "Nothing urgent, but it would be good to hear how the winter went.",
    "The firmware is rolled out; two stations still report the old version.",
    "From past experience the neap tides are the better moment for that.",
    "Please leave the spare sensor with the gatekeeper, he knows about it.",
    "Attached is what I promised; the second table is the one that counts.",
    "We had 14 cm more than forecast last night and the warning came in time.",
    "Purchasing asks for the usual papers, nothing new.",
    "The board liked the demonstration, above all the part without slides.",
    "Here it rains sideways, so at least the instruments earn their keep.",
    "Can we move it by an hour? The ferry is late again.",
)
CLOSINGS = ("Best regards", "Kind regards", "Thanks", "All the best", "Until then", "Cheers")

INTERNAL = (
    "Kitchen rota", "Friday demo", "Who has the projector?", "Holiday cover in {month}", "Numbers for {month}",
    "Parking at the Leeds office", "New badge readers", "Draft of the {month} report", "Retro notes", "Lunch order",
    "Travel policy, again", "Offsite in {month}", "Welcome aboard", "Fire drill on {day}", "Pipeline review",
)

MEETINGS = ("Catch-up", "Site visit {place}", "Demo for {place}", "Contract review", "Quarterly review {place}",
            "Calibration planning", "Kick-off {place}", "Call", "Introductory call", "Tender walk-through")
PRIVATE = ("Dentist", "School concert", "Physio", "Viewing of the flat", "Birthday dinner", "Car to the garage")
ALL_DAY = ("Leave", "Coastal Instruments Fair", "Working from home", "Public holiday", "Moving house")
NOTES = ("Met at the fair, knows everybody on the estuary.", "Prefers the phone before nine.", "Do not mention the 2019 pilot.",
         "Twins, sails at weekends.", "Decides alone below 20k.", "Allergic to slides.", "Ask about the new quay.")
CATEGORIES = ("Customers", "Suppliers", "VIP", "Christmas cards", "Harbour people", "Old friends", "Press", "Lawyers")
