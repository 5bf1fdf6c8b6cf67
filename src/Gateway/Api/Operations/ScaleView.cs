namespace Relevo.Gateway.Api.Operations;

/// <summary>How many workers there are.</summary>
/// <param name="Success">True.</param>
/// <param name="Asked">Workers that were added to each queue by hand.</param>
/// <param name="Until">When they are taken away again; null when none were added.</param>
/// <param name="MaxWorkers">Most workers of one queue.</param>
/// <param name="Message">The same in a sentence.</param>
/// <param name="Items">Each queue.</param>
internal sealed record ScaleView(bool Success, int Asked, DateTimeOffset? Until, int MaxWorkers, string Message, IReadOnlyList<ScaledQueue> Items);
