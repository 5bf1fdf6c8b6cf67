namespace Relevo.Gateway.Api.Playbooks;

/// <summary>What becomes of a wish that the playbook of EMERGENCY runs.</summary>
/// <param name="Success">False when nothing runs for it.</param>
/// <param name="Answer"><c>accepted</c>, <c>joined</c> or <c>ignored</c>.</param>
/// <param name="Message">The same in sentences, with how to follow it and how to take it back.</param>
internal sealed record EmergencyAnswer(bool Success, string Answer, string Message);
