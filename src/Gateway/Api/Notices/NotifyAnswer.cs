namespace Relevo.Gateway.Api.Notices;

/// <summary>What becomes of a notice by hand.</summary>
/// <param name="Success">True.</param>
/// <param name="Id">Its id, under which its deliveries are found.</param>
/// <param name="Level">The level that its severity stands for.</param>
/// <param name="Channels">Channels that tell it.</param>
/// <param name="NotSetUp">Channels of that level that cannot, because they are not set up.</param>
/// <param name="Message">The same in a sentence.</param>
internal sealed record NotifyAnswer(bool Success, string Id, string Level, IReadOnlyList<string> Channels, IReadOnlyList<string> NotSetUp, string Message);
