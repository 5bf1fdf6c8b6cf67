namespace Relevo.Gateway.Api.Views;

/// <summary>Answer to a read mark.</summary>
/// <param name="Success">True when the provider took it.</param>
internal sealed record ReadMarkView(bool Success);
