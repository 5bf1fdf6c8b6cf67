namespace Relevo.LoadBalancer.Numbers;

/// <summary>Something that people should know, in plain words. Holds no phone number and no content.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Number">Our name of the number; null when it is about the pool or an account.</param>
/// <param name="Text">One sentence.</param>
public sealed record PoolNotice(PoolNoticeKind Kind, NoticeSeverity Severity, string? Number, string Text);
