namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>The gateway's answer to one webhook.</summary>
/// <param name="Status">HTTP status; 0 when there was no answer.</param>
/// <param name="Accepted">Events that are durable now.</param>
/// <param name="Duplicates">Events that were durable before.</param>
/// <param name="RetryAfter">Whether it says when to come again.</param>
/// <param name="Body">The whole answer.</param>
internal sealed record WebhookAnswer(int Status, int Accepted = 0, int Duplicates = 0, bool RetryAfter = false, string Body = "");
