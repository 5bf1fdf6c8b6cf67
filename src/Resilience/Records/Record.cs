namespace Relevo.Resilience.Records;

/// <summary>A small document that outlives the process.</summary>
/// <param name="Kind">What it is about, say <c>incident</c>; at most 40 characters.</param>
/// <param name="Id">Its name within its kind; at most 80 characters.</param>
/// <param name="AtUtc">The time by which it is ordered.</param>
/// <param name="Json">The document; at most 4 MiB, without secrets, message text and phone numbers of customers.</param>
public sealed record Record(string Kind, string Id, DateTimeOffset AtUtc, string Json);
